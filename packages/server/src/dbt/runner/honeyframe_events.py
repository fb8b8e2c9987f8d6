"""Keeps dbt from writing events that the platform does not read.

What tells of a node's start and of the manifest is at dbt's debug level, and so are a thousand other things: each would
become two messages of protobuf and a line of JSON here, to be read and dropped by the platform.
"""

READ = frozenset({"NodeStart", "NodeFinished", "ArtifactWritten", "LogStartLine", "NothingToDo"})
NOT_READ = frozenset({"debug", "test"})


def drop_unread_events():
    from dbt_common.events.event_manager import EventManager

    fire_event = EventManager.fire_event

    def fire_read_event(self, e, level=None, node=None, force_warn_or_error_handling=False):
        if is_read(e, level) or force_warn_or_error_handling:
            fire_event(self, e, level, node, force_warn_or_error_handling)

    EventManager.fire_event = fire_read_event


def is_read(event, level):
    return (level or event.level_tag()).value not in NOT_READ or type(event).__name__ in READ
