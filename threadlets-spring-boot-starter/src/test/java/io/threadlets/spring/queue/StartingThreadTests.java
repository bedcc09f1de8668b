package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import jakarta.annotation.PostConstruct;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Beans that call while the application starts, where the starting thread is named as the queue's threads would be:
 * Spring lets such threads wait for the beans that it is making.
 */
class StartingThreadTests {
    record Late(String name) {}

    static class Service {
        private final ObjectProvider<Late> late;

        Service(ObjectProvider<Late> late) {
            this.late = late;
        }

        @Threadlet("${queue}")
        public String work() {
            return late.getObject().name() + " on " + Thread.currentThread().getName();
        }
    }

    static class Caller {
        private final Service service;
        private String answer = "";

        Caller(Service service) {
            this.service = service;
        }

        @PostConstruct
        void call() {
            answer = service.work();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean
        Caller caller(Service service) {
            return new Caller(service);
        }

        @Bean
        Service service(ObjectProvider<Late> late) {
            return new Service(late);
        }

        @Bean
        Late late() {
            return new Late("late");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("http-nio-8080-exec").build();
        }
    }

    private static String answer(String thread, ApplicationContextRunner contexts) throws Exception {
        final FutureTask<String> start = new FutureTask<>(() -> {
            final String[] answer = new String[1];
            contexts.withUserConfiguration(Application.class)
                    .run(context -> answer[0] = context.getBean(Caller.class).answer);
            return answer[0];
        });
        final Thread starting = new Thread(start, thread);
        starting.setDaemon(true); // it hung
        starting.start();
        return start.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "main, main, main-, main-queue-1",
        "main, other, main-, main-queue-1",
        "main-1, main, main-, main-queue-1",
        "restartedMain, restartedMain, restartedMain-, restartedMain-queue-1",
        "tomcat-handler-7, disk, tomcat-handler-, tomcat-handler-queue-1",
        "worker1, disk, worker, worker-queue-1",
        "Test worker, Test worker, Test worker-, Test worker-queue-1",
        "main, disk, disk-, disk-1"
    })
    void callIsMadeWhateverTheThreadsAreCalled(String starting, String queue, String prefix, String thread)
            throws Exception {
        final ApplicationContextRunner contexts = Contexts.withStarter()
                .withPropertyValues(
                        "queue=" + queue,
                        "threadlets.queues[" + queue + "].max-threads=1",
                        "threadlets.queues[" + queue + "].thread-name-prefix=" + prefix);
        assertThat(answer(starting, contexts)).isEqualTo("late on " + thread);
    }

    @Test
    void callIsMadeOnAQueueOfTheApplicationToo() throws Exception {
        assertThat(answer(
                        "http-nio-8080-exec-3",
                        Contexts.withStarter()
                                .withPropertyValues("queue=http-nio-8080-exec")
                                .withUserConfiguration(Own.class)))
                .isEqualTo("late on http-nio-8080-exec-queue-1");
    }
}
