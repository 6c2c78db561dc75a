"""Studies that ship with kgraph: each folder here is a whole study, with its kgraph.toml and a README."""
