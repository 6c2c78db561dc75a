"""Loaders: one file a format. Each turns a file into records and knows nothing of graphs.

A loader is a module with three things. There is no class to inherit from and nothing to register.

- A docstring: a title, what the loader reads, and a sample.
- ``suffixes: tuple[str, ...]``: the endings of the files it reads, in small letters with their dot.
- ``load(path: Path, settings: Mapping[str, Any]) -> Iterator[Record | Problem]``: what the file holds, in its order.

A ``Record`` (kgraph/records.py) is one row of one of the model's sheets, with the place it was read from. It may hold
names that are not yet resolved; its cells are checked against the model later, so a loader need not. What a loader
cannot read, or would have to change in order to read, it says in a ``Problem``: a file that is broken gives problems,
never an exception. ``settings["name"]`` is the name that people know the file by, for ``Place.file``.

An installed package adds a loader with an entry point in the group ``kgraph.loaders``. kgraph's own are imported only
as ``kgraph.loaders.<name>``.
"""
