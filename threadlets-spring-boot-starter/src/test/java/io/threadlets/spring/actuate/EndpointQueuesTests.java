package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.UndescribedWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Queues of other origins than the properties, in other states than the usual, and of other contexts. */
class EndpointQueuesTests {
    private final ApplicationContextRunner contexts =
            EndpointContexts.create().withPropertyValues(EndpointContexts.EXPOSED);

    private static Object setMax(ThreadletsEndpoint endpoint, String queue, String max) {
        return endpoint.change(queue, null, max, null, null, null, null, null);
    }

    @Test
    void childsEndpointShowsItsQueuesAndItsParentsAndSteersBoth() {
        contexts.withBean(
                        "parents",
                        ThreadletQueue.class,
                        () -> ThreadletQueue.builder("parents").maxThreads(2).build())
                .run(parent -> contexts.withParent(parent)
                        .withPropertyValues("threadlets.queues.mail.max-threads=3")
                        .run(child -> {
                            final ThreadletsEndpoint endpoint = child.getBean(ThreadletsEndpoint.class);
                            assertThat(endpoint.queues().queues()).containsOnlyKeys("mail", "global", "parents");
                            setMax(endpoint, "parents", "7");
                            setMax(endpoint, "mail", "8");
                            final ThreadletsEndpoint parents = parent.getBean(ThreadletsEndpoint.class);
                            assertThat(parents.queue("parents").max()).isEqualTo(7);
                            assertThat(parents.queues().queues()).doesNotContainKey("mail");
                            assertThat(endpoint.queue("mail").max()).isEqualTo(8);
                            assertThat(endpoint.queue("mail").recentFailures()).isEmpty();
                            assertThat(endpoint.queue("parents").recentFailures())
                                    .isNull();
                        }));
    }

    @Test
    void queueOfTheApplicationsOwnIsShownAndSteered() {
        contexts.withBean(
                        "own",
                        ThreadletQueue.class,
                        () -> ThreadletQueue.builder("own").maxThreads(5).build())
                .run(context -> {
                    final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
                    assertThat(endpoint.queue("own").configured())
                            .extracting("max")
                            .isEqualTo(5);
                    assertThat(endpoint.queue("own").capacity()).isNull();
                    assertThat(endpoint.queue("own").recentFailures())
                            .as("nobody listens to it")
                            .isNull();
                    setMax(endpoint, "own", "6");
                    assertThat(endpoint.queue("own").effective())
                            .extracting("max")
                            .isEqualTo(6);
                });
    }

    @Test
    void mockIsShownEmptyAndCannotBeChanged() {
        contexts.withBean("mocked", ThreadletQueue.class, () -> mock(ThreadletQueue.class))
                .run(context -> {
                    final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
                    assertThat(endpoint.queues().queues()).containsKey("mocked");
                    assertThat(endpoint.queue("mocked").cur()).isZero();
                    assertThat(((RunningDescriptor) endpoint.works("mocked", "running", null, null, null, null))
                                    .total())
                            .isZero();
                    assertThat(((QueuedDescriptor) endpoint.works("mocked", "queued", null, null, null, null)).total())
                            .isZero();
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> endpoint.change("mocked", null, null, "7", null, null, null, null))
                            .withMessage("Queue 'mocked' is a test's mock, which has no settings.");
                });
    }

    @Test
    void queueThatIsShutDownCannotBeChangedButItsWorksCanBeEnded() {
        contexts.withPropertyValues("threadlets.queues.disk.max-threads=1").run(context -> {
            final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            final Gate gate = new Gate();
            disk.submit(ThreadletWork.of(gate));
            gate.awaitReached();
            disk.shutdown();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setMax(endpoint, "disk", "3"))
                    .withMessage("Queue 'disk' is closing, and cannot be changed any more.");
            final long id = ((RunningDescriptor) endpoint.works("disk", "running", null, null, null, null))
                    .works()
                    .get(0)
                    .id();
            assertThat(endpoint.cancel("disk", "running", String.valueOf(id), null)
                            .outcome())
                    .isEqualTo("interrupt-requested");
            gate.awaitInterrupted();
            disk.close();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setMax(endpoint, "disk", "3"))
                    .withMessage("Queue 'disk' is closed, and cannot be changed any more.");
        });
    }

    static class Client {
        @Threadlet(queue = "disk", timeout = "50ms")
        public CompletableFuture<String> work(Gate first, Gate second) throws InterruptedException {
            try {
                first.pass();
            } catch (InterruptedException ignored) {
                second.pass();
            }
            return CompletableFuture.completedFuture("done");
        }
    }

    @Test
    void bodyThatGoesOnAfterATimeoutIsInterruptedOnceMore() {
        contexts.withPropertyValues("threadlets.queues.disk.max-threads=1")
                .withBean(Client.class)
                .run(context -> {
                    final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
                    final Gate first = new Gate();
                    final Gate second = new Gate();
                    assertThat(context.getBean(Client.class).work(first, second))
                            .failsWithin(20, TimeUnit.SECONDS);
                    second.awaitReached();
                    assertThat(endpoint.cancel("disk", "running", idOfRunning(endpoint), null)
                                    .outcome())
                            .isEqualTo("interrupt-requested");
                    second.awaitInterrupted();
                });
    }

    @Test
    void taskWhoseFutureSomebodyElseHasCompletedIsAConflict() {
        contexts.withPropertyValues("threadlets.queues.disk.max-threads=1").run(context -> {
            final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
            final Gate gate = new Gate();
            final ThreadletFuture<String> task =
                    context.getBean("disk", ThreadletQueue.class).submit(gate.task("late"));
            gate.awaitReached();
            task.complete("early");
            final String id = idOfRunning(endpoint);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> endpoint.cancel("disk", "running", id, null))
                    .withMessageContaining("somebody else has completed its future");
            assertThat(gate.wasInterrupted()).isFalse();
            gate.open();
        });
    }

    private static String idOfRunning(ThreadletsEndpoint endpoint) {
        return String.valueOf(((RunningDescriptor) endpoint.works("disk", "running", null, null, null, null))
                .works()
                .get(0)
                .id());
    }

    @Test
    void worksThatDoNotSayWhatTheyAreAreShownByTheirClass() {
        contexts.withPropertyValues("threadlets.queues.disk.max-threads=1").run(context -> {
            final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.submit(new UndescribedWork(() -> null));
            disk.submit(new UndescribedWork(() -> {
                throw new AssertionError("planned");
            }));
            await().untilAsserted(() -> assertThat(endpoint.queue("disk").recentFailures())
                    .extracting(FailureDescriptor::work)
                    .containsExactly(UndescribedWork.class.getName(), UndescribedWork.class.getName()));
        });
    }

    @Test
    void virtualThreadsAreShownWithTheirStacksWhereTheJdkHasThem() {
        final boolean virtual = Runtime.version().feature() >= 21;
        final String kind = virtual ? "virtual" : "platform";
        contexts.withPropertyValues("threadlets.queues.disk.thread-type=" + kind)
                .run(context -> {
                    final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
                    final Gate gate = new Gate();
                    context.getBean("disk", ThreadletQueue.class).submit(ThreadletWork.of(gate));
                    gate.awaitReached();
                    assertThat(endpoint.queue("disk").threads()).isEqualTo(kind);
                    final RunningDescriptor.Work work = ((RunningDescriptor)
                                    endpoint.works("disk", "running", "true", null, null, null))
                            .works()
                            .get(0);
                    assertThat(work.virtual()).isEqualTo(virtual);
                    assertThat(work.at()).startsWith(Gate.class.getName());
                    assertThat(work.stack()).isNotEmpty();
                    if (virtual) {
                        assertThat(work.cpuMs()).isNull();
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> endpoint.change("disk", "1", null, null, null, null, null, null))
                                .withMessageContaining("min does not apply");
                    }
                    gate.open();
                });
    }
}
