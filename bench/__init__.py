"""How fast kgraph is: studies made by a seeded generator, and one script that times what is done with them."""
