package io.threadlets.spring.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.List;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.ApplicationObjectSupport;

class ThreadletChecksTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.mail.max-threads=1");

    static class Unknown {
        @Threadlet("mial")
        public void send() {}

        @Threadlet("${test.queue}")
        public void unresolved() {}
    }

    @SuppressWarnings("UnusedMethod")
    static class Unreachable {
        @Threadlet
        private void hidden() {}

        @Threadlet
        static void shared() {}

        @Threadlet
        public final void sealed() {}
    }

    @Threadlet("nothing-like-it")
    static class WholeClass {
        public void one() {}

        public void two() {}

        public final void sealed() {}

        @SuppressWarnings("UnusedMethod")
        private void helper() {}
    }

    static final class Final {
        @Threadlet
        public void run() {}
    }

    @Test
    void allProblemsAreInOneReport() {
        contexts.withBean(Unknown.class)
                .withBean(Unreachable.class)
                .withBean(WholeClass.class)
                .withBean(Final.class)
                .run(context -> {
                    final List<Problem> problems = problems(context.getStartupFailure());
                    assertThat(problems)
                            .extracting(Problem::text)
                            .satisfiesExactlyInAnyOrder(
                                    text -> assertThat(text)
                                            .contains("@Threadlet(\"mial\") on " + Unknown.class.getName() + ".send")
                                            .contains("Queues: mail, global."),
                                    text -> assertThat(text)
                                            .contains(Unknown.class.getName() + ".unresolved")
                                            .contains("test.queue"),
                                    text -> assertThat(text).contains(".hidden").contains("private"),
                                    text -> assertThat(text).contains(".shared").contains("static"),
                                    text -> assertThat(text)
                                            .contains("Unreachable.sealed")
                                            .contains("final"),
                                    text -> assertThat(text)
                                            .contains("@Threadlet(\"nothing-like-it\") on " + WholeClass.class.getName()
                                                    + " names"),
                                    text -> assertThat(text)
                                            .contains("WholeClass.sealed")
                                            .contains("final"),
                                    text -> assertThat(text)
                                            .contains(Final.class.getName())
                                            .contains("is final"));
                    assertThat(problems)
                            .extracting(Problem::fix)
                            .contains(
                                    "Did you mean \"mail\"? Use it, or add threadlets.queues.mial.",
                                    "Use one of these, or add threadlets.queues.nothing-like-it.");
                });
    }

    static class WrongAttributes {
        @Threadlet(queue = "mail", timeout = "soon")
        public void unreadable() {}

        @Threadlet(queue = "mail", timeout = "-1s")
        public void negative() {}

        @Threadlet(queue = "mail", timeout = "${test.time}")
        public void unresolved() {}

        @Threadlet(queue = "mail", fallback = "insted")
        public String misspelt(int id) {
            return "" + id;
        }

        String instead(int id, IllegalStateException failure) {
            return id + ": " + failure;
        }

        @Threadlet(queue = "mail", fallback = "instead")
        public String otherParameters(String id) {
            return id;
        }

        @Threadlet(queue = "mail", fallback = "instead")
        public int otherResult(int id) {
            return id;
        }

        @Threadlet("mail")
        public Object suspends(int id, Continuation<? super String> continuation) {
            return continuation;
        }
    }

    @Test
    void wrongAttributesAndSignaturesAreInTheReportWithTheFix() {
        contexts.withBean(WrongAttributes.class).run(context -> {
            final String type = WrongAttributes.class.getName();
            assertThat(problems(context.getStartupFailure()))
                    .extracting(problem -> problem.text() + " " + problem.fix())
                    .containsExactlyInAnyOrder(
                            "@Threadlet(timeout = \"soon\") on " + type
                                    + ".unreadable is not a time. Use a number and a"
                                    + " unit, as in 500ms, 2s, 1m, or 0 for no limit.",
                            "@Threadlet(timeout = \"-1s\") on " + type + ".negative is not a time. Use a number and a"
                                    + " unit, as in 500ms, 2s, 1m, or 0 for no limit.",
                            "@Threadlet(timeout = \"${test.time}\") on " + type + ".unresolved: Could not resolve"
                                    + " placeholder 'test.time' in value \"${test.time}\". Define the property, or give"
                                    + " it a default as in ${name:global}.",
                            "@Threadlet on " + type + ".misspelt names a fallback 'insted', but " + type + " has no"
                                    + " method of that name. Did you mean 'instead'? Add 'String insted(int, Throwable)',"
                                    + " of which the Throwable may be left out.",
                            "@Threadlet on " + type + ".otherParameters has the fallback instead(int,"
                                    + " IllegalStateException), which does not take what it takes. Make it 'String"
                                    + " instead(String, Throwable)', of which the Throwable may be left out.",
                            "@Threadlet on " + type + ".otherResult has the fallback instead(int,"
                                    + " IllegalStateException), which returns java.lang.String and not int. Make it 'int"
                                    + " instead(int, Throwable)', of which the Throwable may be left out.",
                            "@Threadlet on " + type + ".suspends cannot be: it is a Kotlin suspend function. Annotate a"
                                    + " plain function that blocks, and call it from the suspend function.");
        });
    }

    static class Expressions {
        @Threadlet("#{'mail'}")
        public void queue() {}

        @Threadlet(queue = "mail", timeout = "#{1 + 1}s")
        public void timeout() {}

        @Threadlet(queue = "mail", fallback = "#{'instead'}")
        public void fallback() {}

        @Threadlet("${test.expression}")
        public void byPlaceholder() {}
    }

    @Test
    void expressionsAreRefusedWithWhatIsSupported() {
        contexts.withPropertyValues("test.expression=#{'mail'}")
                .withBean(Expressions.class)
                .run(context -> {
                    final String type = Expressions.class.getName();
                    final String supported =
                            "is an expression; expressions (#{…}) are not supported, placeholders (${…})"
                                    + " are. Write the value itself, or a placeholder, as in ${name:global}.";
                    assertThat(problems(context.getStartupFailure()))
                            .extracting(problem -> problem.text() + " " + problem.fix())
                            .containsExactlyInAnyOrder(
                                    "@Threadlet(\"#{'mail'}\") on " + type + ".queue: '#{'mail'}' " + supported,
                                    "@Threadlet(timeout = \"#{1 + 1}s\") on " + type + ".timeout: '#{1 + 1}s' "
                                            + supported,
                                    "@Threadlet(fallback = \"#{'instead'}\") on " + type + ".fallback: '#{'instead'}' "
                                            + supported,
                                    "@Threadlet(\"${test.expression}\") on " + type + ".byPlaceholder: '#{'mail'}' "
                                            + supported);
                });
    }

    @Test
    void lazyBeansAndPrototypesAreChecked() {
        contexts.withUserConfiguration(NotMadeYet.class)
                .run(context -> assertThat(problems(context.getStartupFailure()))
                        .extracting(Problem::text)
                        .anyMatch(text -> text.contains("Unreachable.hidden"))
                        .anyMatch(text -> text.contains("\"mial\"")));
    }

    @Configuration(proxyBeanMethods = false)
    static class NotMadeYet {
        @Bean
        @Lazy
        Unreachable unreachable() {
            return new Unreachable();
        }

        @Bean
        @Scope("prototype")
        Unknown unknown() {
            return new Unknown();
        }
    }

    @Test
    void lazyInitializationOfTheApplicationDoesNotPutTheCheckOff() {
        contexts.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(Unknown.class)
                .run(context ->
                        assertThat(problems(context.getStartupFailure())).isNotEmpty());
    }

    interface Sender {
        void send();
    }

    static final class FinalSender implements Sender {
        @Override
        @Threadlet("mail")
        public void send() {}
    }

    @Test
    void finalClassBehindAnInterfaceIsFineWithProxiesOfInterfaces() {
        contexts.withBean(FinalSender.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> assertThat(context).hasNotFailed());
        contexts.withBean(FinalSender.class)
                .run(context ->
                        assertThat(problems(context.getStartupFailure())).hasSize(1));
    }

    @Threadlet("mail")
    static class OfSpring extends ApplicationObjectSupport {
        public String thread() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    void finalMethodsThatAnAnnotatedClassInheritsAreNoProblem() {
        contexts.withBean(OfSpring.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(OfSpring.class).thread()).isEqualTo("mail-1");
        });
    }

    @Test
    void secondExceptionHandlerIsReportedUnlessOneIsPrimary() {
        final ApplicationContextRunner withOne =
                contexts.withBean("one", ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> {});
        withOne.withBean("other", ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> {})
                .run(context -> assertThat(problems(context.getStartupFailure()))
                        .containsExactly(new Problem(
                                "There are 2 beans of type ThreadletExceptionHandler: one, other.",
                                "Leave one, or mark one of them @Primary.")));
        withOne.withBean(
                        "other",
                        ThreadletExceptionHandler.class,
                        () -> (failure, method, arguments) -> {},
                        definition -> definition.setPrimary(true))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static List<Problem> problems(@Nullable Throwable failure) {
        assertThat(failure).isInstanceOf(ThreadletsConfigurationException.class);
        return failure instanceof ThreadletsConfigurationException refused ? refused.problems() : List.of();
    }
}
