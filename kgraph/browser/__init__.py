"""Neo4j Browser, fitted out for a study: a guide, a style, the packs as saved queries, and where they are served."""
