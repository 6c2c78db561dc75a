"""Studies that ship with kgraph: each folder is a whole study, with its kgraph.toml and a README; notebooks ask one."""
