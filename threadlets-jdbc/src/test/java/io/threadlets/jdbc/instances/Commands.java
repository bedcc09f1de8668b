package io.threadlets.jdbc.instances;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What a test can ask an instance to do. */
@Component
class Commands {
    private final Works works;
    private final ObjectProvider<NewWorks> newWorks;
    private final ThreadletQueues queues;

    Commands(Works works, ObjectProvider<NewWorks> newWorks, ThreadletQueues queues) {
        this.works = works;
        this.newWorks = newWorks;
        this.queues = queues;
    }

    String run(String command, List<String> arguments) throws Exception {
        return switch (command) {
            case "work" -> id(works.work(number(arguments, 0), number(arguments, 1)));
            case "works" ->
                ids(number(arguments, 0), number(arguments, 1), work -> works.work(work, number(arguments, 2)));
            case "holds" -> ids(number(arguments, 0), number(arguments, 1), works::hold);
            case "once" -> duplicate(works.once(arguments.get(0), number(arguments, 1)));
            case "fail" -> id(works.fail(number(arguments, 0)));
            case "halt" -> id(works.halt(number(arguments, 0)));
            case "add" -> id(newWorks.getObject().add(number(arguments, 0)));
            case "count" -> count(arguments.get(0));
            case "list" -> list(StoredCall.State.valueOf(arguments.get(0)));
            case "retry" -> String.valueOf(calls().retry(arguments.get(0)));
            case "pause" -> paused(true);
            case "resume" -> paused(false);
            default -> throw new IllegalArgumentException("no command " + command);
        };
    }

    private StoredCalls calls() {
        return queues.stored("work");
    }

    private String paused(boolean paused) {
        final ThreadletQueue queue = queues.get("work");
        if (paused) {
            queue.pause();
        } else {
            queue.resume();
        }
        return "done";
    }

    private String count(String state) {
        final StoredCalls.Snapshot now = calls().snapshot();
        return String.valueOf(
                switch (StoredCall.State.valueOf(state)) {
                    case WAITING -> now.waiting();
                    case RUNNING -> now.running();
                    case RETRYING -> now.retrying();
                    case DEAD -> now.dead();
                    case ORPHANED -> now.orphaned();
                });
    }

    private String list(StoredCall.State state) {
        return calls().list(state, 1000).stream().map(StoredCall::id).collect(Collectors.joining(" "));
    }

    private static long number(List<String> arguments, int index) {
        return Long.parseLong(arguments.get(index));
    }

    private static String ids(long from, long to, Call call) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(work -> {
                    try {
                        return id(call.send(work));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining(" "));
    }

    private static String id(ThreadletReceipt receipt) {
        return receipt.id();
    }

    private static String duplicate(ThreadletReceipt receipt) {
        return receipt.id() + " " + receipt.duplicate();
    }

    private interface Call {
        ThreadletReceipt send(long work) throws InterruptedException;
    }
}
