package io.threadlets;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's flight recorder is told of a work. Loaded only where the recorder is there, and made known to it only
 * once it is started: that loads most of the recorder, which an application would pay for with each of its starts.
 */
@Name("io.threadlets.Work")
@Label("Threadlets Work")
@Category({"Java Application", "Threadlets"})
@Description("A work of a queue that waited or ran for at least the threshold. Its duration is the time that it ran,"
        + " or waited where only the wait was that long.")
@Registered(false)
@StackTrace(false)
@Threshold("20 ms")
final class WorkEvent extends Event {
    @Label("Queue")
    @Nullable
    String queue;

    @Label("Work")
    @Nullable
    String work;

    @Label("Waited")
    @Description("From its submission until it began or was taken back; negative if it was submitted before the"
            + " recording began")
    @Timespan
    long waited = -1;

    @Label("Ran")
    @Timespan
    long ran;

    @Label("Outcome")
    @Description("SUCCEEDED, FAILED or DEQUEUED")
    @Nullable
    String outcome;

    @Label("Thread")
    @Description("The thread that ran it, or took it back")
    @Nullable
    Thread thread;

    /** Has the recorder know these events from its start on. Returns one that says whether they are recorded. */
    static WorkEvent probe() {
        jdk.jfr.FlightRecorder.addListener(new FlightRecorderListener() {
            @Override
            public void recorderInitialized(jdk.jfr.FlightRecorder recorder) {
                jdk.jfr.FlightRecorder.register(WorkEvent.class);
            }
        });
        return new WorkEvent();
    }
}
