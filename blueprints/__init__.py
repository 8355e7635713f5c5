"""WHO ASKS: guard, form, one workflow call, page or fragment."""
