package io.gptload.client.internal.engine;

import io.gptload.client.internal.event.EventBus;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import java.util.List;

/** What a call is sent through: a standard group, or an aggregate of several. Thread-safe. */
interface Route {

    /** The group's name. */
    String name();

    /** The wire format it speaks. */
    Channel channel();

    /** The standard groups to try for one call, the one whose turn it is first. */
    List<GroupRuntime> members();

    Targets targets();

    TimeSource time();

    EventBus bus();
}
