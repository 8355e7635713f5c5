"""What a code is by its look alone: text in, meaning out, no database."""
