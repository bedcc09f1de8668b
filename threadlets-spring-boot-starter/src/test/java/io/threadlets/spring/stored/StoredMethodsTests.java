package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.autoconfigure.ThreadletsStoredAutoConfiguration;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import java.io.InputStream;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.FileSystemResource;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.web.multipart.MultipartFile;

/** What a method whose calls are stored may look like. */
@ExtendWith(OutputCaptureExtension.class)
class StoredMethodsTests {
    static ApplicationContextRunner with(Class<?> bean, String... properties) {
        return Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(ThreadletsStoredAutoConfiguration.class))
                .withBean(FakeStore.class, () -> new FakeStore(new FakeShelf()))
                .withPropertyValues("threadlets.queues.jobs.store=fake", "threadlets.queues.disk.max-threads=1")
                .withPropertyValues(properties)
                .withInitializer(context -> ((BeanDefinitionRegistry) context.getBeanFactory())
                        .registerBeanDefinition("service", new RootBeanDefinition(bean)));
    }

    private static void refused(Class<?> bean, String... texts) {
        with(bean).run(context -> {
            assertThat(context).hasFailed();
            for (String text : texts) {
                assertThat(context.getStartupFailure()).hasMessageContaining(text);
            }
        });
    }

    static class Futures {
        @Threadlet("jobs")
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }

        @Threadlet("jobs")
        int value() {
            return 1;
        }
    }

    @Test
    void methodMustReturnNothingOrAReceipt() {
        refused(
                Futures.class,
                "Futures.future returns java.util.concurrent.CompletableFuture<java.lang.String>",
                "Futures.value returns int",
                "the caller may be gone when the call ends",
                "Return void or ThreadletReceipt");
    }

    static class WithoutStore {
        @Threadlet("disk")
        @SuppressWarnings("NullAway")
        ThreadletReceipt receipt() {
            return null;
        }

        @Threadlet(queue = "disk", name = "n")
        void named() {}

        @Threadlet(queue = "disk", key = "#p0")
        void keyed(String key) {}

        @Threadlet(queue = "disk", noRetryFor = Exception.class)
        void strict() {}
    }

    @Test
    void whatIsOfStoredCallsIsRefusedWithoutAStore() {
        refused(
                WithoutStore.class,
                "WithoutStore.receipt returns a ThreadletReceipt, but queue 'disk' has no store",
                "WithoutStore.named has the name 'n'",
                "WithoutStore.keyed has the key '#p0'",
                "WithoutStore.strict says noRetryFor");
    }

    static class BadKey {
        @Threadlet(queue = "jobs", key = "#a +")
        void keyed(String a) {}
    }

    @Test
    void keyThatCannotBeParsedIsRefused() {
        refused(BadKey.class, "@Threadlet(key = \"#a +\")", "BadKey.keyed cannot be parsed");
    }

    static class TwoOfOneName {
        @Threadlet(queue = "jobs", name = "n")
        void one() {}

        @Threadlet(queue = "jobs", name = "n")
        void other(int number) {}
    }

    @Test
    void twoMethodsOfOneNameAreRefused() {
        refused(TwoOfOneName.class, "have one name in the store of queue 'jobs': 'n'", "one()", "other(int)");
    }

    interface Shape {}

    sealed interface Sealed permits Square {}

    record Square(int side) implements Sealed, Shape {}

    record Holder(String name, List<Shape> shapes) {}

    static class Unreadable {
        @Threadlet("jobs")
        void stream(InputStream in) {}

        @Threadlet("jobs")
        void sealed(Sealed shape) {}

        @Threadlet("jobs")
        void held(Optional<Holder> holder) {}

        @Threadlet("jobs")
        void upload(MultipartFile file) {}

        @Threadlet("jobs")
        void login(Authentication login) {}

        @Threadlet("jobs")
        void anything(Object what) {}

        @Threadlet("jobs")
        void something(Serializable what) {}

        @Threadlet("jobs")
        void token(TestingAuthenticationToken token) {}

        @Threadlet("jobs")
        void file(FileSystemResource file) {}

        @Threadlet("jobs")
        void later(CompletableFuture<String> result) {}

        @Threadlet("jobs")
        void unmade(Map<String, List<Unmade>> what) {}

        @Threadlet("jobs")
        void inner(Inner inner) {}

        @Threadlet("jobs")
        void numbered(Numbered numbered) {}
    }

    /** Made from a number, and written as an object. */
    static class Numbered {
        private final int number;
        private final String text;

        public Numbered(int number) {
            this(number, "");
        }

        public Numbered(int number, String text) {
            this.number = number;
            this.text = text;
        }

        public int getNumber() {
            return number;
        }

        public String getText() {
            return text;
        }
    }

    /** Made from a text, and written as one. */
    record Email(@JsonValue String address) {}

    static class Unmade {
        private final int number;

        Unmade(int number, String text) {
            this.number = number + text.length();
        }

        public int getNumber() {
            return number;
        }
    }

    @SuppressWarnings("ClassCanBeStatic") // so that it cannot be read
    class Inner {
        public int number;
    }

    @Test
    void parametersThatCannotBeReadBackAreRefused() {
        refused(
                Unreadable.class,
                "Unreadable.stream: parameter 1 (java.io.InputStream) cannot be read back",
                "Unreadable.sealed: parameter 1",
                "Sealed is an interface and says nothing of the types that it stands for",
                "Unreadable.held: parameter 1",
                "Shape is an interface",
                "(Holder.shapes)",
                "Unreadable.upload: parameter 1",
                "Unreadable.login: parameter 1",
                "Unreadable.anything: parameter 1 (java.lang.Object)",
                "Unreadable.something: parameter 1 (java.io.Serializable)",
                "Unreadable.token: parameter 1",
                "TestingAuthenticationToken is of the moment",
                "FileSystemResource is of the moment",
                "CompletableFuture is of the moment",
                "Unreadable.unmade: parameter 1",
                "Unmade has no constructor that Jackson can call",
                "Inner is an inner class that is not static",
                "Numbered has no constructor that Jackson can call");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    interface Typed {}

    record Circle(int radius) implements Typed {}

    enum Color {
        RED
    }

    record Node(String name, List<Node> children) {}

    static class ReadableService {
        private final CompletableFuture<List<Object>> got = new CompletableFuture<>();

        @Threadlet("jobs")
        @SuppressWarnings("NullAway")
        public void take(
                List<Circle> circles,
                Map<Color, Long> numbers,
                Optional<LocalDate> day,
                Instant at,
                byte[] bytes,
                String nothing,
                List<Typed> typed,
                Node tree,
                double number,
                Email email) {
            got.complete(Arrays.asList(
                    circles, numbers, day, at, List.of(bytes[0], bytes[1]), nothing, typed, tree, number, email));
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void argumentsArriveAsTheyWereSent() {
        with(ReadableService.class).run(context -> {
            assertThat(context).hasNotFailed();
            final ReadableService service = context.getBean(ReadableService.class);
            final Instant now = Instant.parse("2026-01-02T03:04:05.123456789Z");
            final Node tree = new Node("a", List.of(new Node("b", List.of())));
            service.take(
                    List.of(new Circle(1)),
                    Map.of(Color.RED, 5L),
                    Optional.of(LocalDate.EPOCH),
                    now,
                    new byte[] {-1, 7},
                    null,
                    List.of(new Circle(2)),
                    tree,
                    1.5,
                    new Email("a@b"));
            final ReadableService target = (ReadableService) AopProxyUtils.getSingletonTarget(service);
            assertThat(target.got.get(20, TimeUnit.SECONDS))
                    .containsExactly(
                            List.of(new Circle(1)),
                            Map.of(Color.RED, 5L),
                            Optional.of(LocalDate.EPOCH),
                            now,
                            List.of((byte) -1, (byte) 7),
                            null,
                            List.of(new Circle(2)),
                            tree,
                            1.5,
                            new Email("a@b"));
        });
    }

    @Test
    void attributesCanBeSetFromOutside() {
        with(
                        TwoOfOneName.class,
                        "threadlets.methods[TwoOfOneName.other].name=m",
                        "threadlets.methods[TwoOfOneName.other].key=#p0",
                        "threadlets.methods[TwoOfOneName.other].no-retry-for=java.io.IOException")
                .run(context -> assertThat(context).hasNotFailed());
        with(
                        TwoOfOneName.class,
                        "threadlets.methods[TwoOfOneName.other].name=m",
                        "threadlets.methods[TwoOfOneName.other].key=#p0 +")
                .run(context -> assertThat(context.getStartupFailure()).hasMessageContaining("cannot be parsed"));
    }
}
