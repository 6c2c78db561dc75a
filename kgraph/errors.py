"""Everything that can go wrong, as one tree.

    KgraphError
      InputError            what the user gave is wrong; exit status 2
        StudyError            kgraph.toml, or a file it names
        DataError             one or more problems found in the study's files; exit status 1: the answer is no
        ParameterError        a value given to a pack
        PackError             a pack's header or text
        EditedManifest        the manifest of an answer is not as it was written
      UsageError            the call itself is wrong; exit status 2
      GraphError            the graph said no; exit status 3
        ConnectionFailed      it cannot be reached, or will not let us in
        GraphBusy             another process holds the embedded graph
        GraphIncomplete       a load was interrupted and has not been finished
        ForeignGraph          the database holds something that this study did not write
        QueryError            the engine refused a query; exit status 2
          ReadOnlyError       a query that only reads tried to write
          OutOfMemory         the answer needs more memory than the engine may take
        EngineMissing         the engine is not installed here
        ServerError           a Neo4j could not be started or stopped on this computer

Each says in one or two sentences what is wrong, where, and what would be right. Nothing of a driver's own exceptions
leaves kgraph/engines.
"""


class KgraphError(Exception):
    """Anything kgraph refuses to do, with a sentence saying why and what would be right."""

    exit_status = 2


class InputError(KgraphError):
    """What the user gave is wrong."""


class StudyError(InputError):
    """kgraph.toml, or a file that it names, cannot be used."""


class DataError(InputError):
    """The study's files have errors; ``problems`` holds every one of them."""

    exit_status = 1

    def __init__(self, message: str, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class ParameterError(InputError):
    """A value given to a pack is missing, unknown or of the wrong type."""


class PackError(InputError):
    """A pack's header or text breaks the grammar, with file and line."""


class EditedManifest(InputError):
    """The manifest of an answer is not as it was written, so that nothing can be told from it."""


class UsageError(KgraphError):
    """The call itself is wrong: an unknown pack, a row that is not there."""


class GraphError(KgraphError):
    """The graph, or the way to it, said no."""

    exit_status = 3


class ConnectionFailed(GraphError):
    """The database cannot be reached, or will not let us in."""


class GraphBusy(GraphError):
    """Another process holds the embedded graph."""


class GraphIncomplete(GraphError):
    """A load was interrupted and has not been finished, so nothing may be read from the graph yet."""


class ForeignGraph(GraphError):
    """The database holds another study, or nodes that kgraph did not write."""


class QueryError(GraphError):
    """The engine refused a query."""

    exit_status = 2


class ReadOnlyError(QueryError):
    """A query that only reads tried to write."""


class OutOfMemory(QueryError):
    """The answer needs more memory than the engine may take."""


class EngineMissing(GraphError):
    """The engine is not installed on this machine."""


class ServerError(GraphError):
    """A Neo4j could not be started or stopped on this computer."""
