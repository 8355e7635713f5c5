"""What holds for every route, tried on every route: the list of routes is the application's own."""
