"""The query packs that ship with kgraph: one question a file, in folders by theme."""
