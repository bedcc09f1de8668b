package io.threadlets.spring.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.advice.Place.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What frames tell of what a thread waits for. */
class PlaceTests {
    private static final String[] SPRING_JDBC = {
        "org.springframework.jdbc.core.JdbcTemplate.execute", "org.springframework.jdbc.core.JdbcTemplate.update",
    };

    private static Place place(String... frames) {
        return Place.of(Stream.of(frames).map(PlaceTests::frame).toList());
    }

    private static StackTraceElement frame(String method) {
        final int dot = method.lastIndexOf('.');
        final String type = method.substring(0, dot);
        return new StackTraceElement(
                type, method.substring(dot + 1), type.substring(type.lastIndexOf('.') + 1) + ".java", 7);
    }

    private static String[] above(String[] outer, String... inner) {
        return Stream.of(Stream.of(inner), Stream.of(outer), Stream.of("com.acme.Store.save", "java.lang.Thread.run"))
                .flatMap(frames -> frames)
                .toArray(String[]::new);
    }

    @Test
    void driverThatReadsIsTheDatabaseAndTheFrameIsTheApplications() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "sun.nio.ch.SocketDispatcher.read0",
                        "sun.nio.ch.NioSocketImpl.implRead",
                        "org.postgresql.core.VisibleBufferedInputStream.readMore",
                        "com.zaxxer.hikari.pool.ProxyPreparedStatement.executeUpdate")))
                .isEqualTo(new Place(Kind.DATABASE, "com.acme.Store.save(Store.java:7)"));
    }

    @Test
    void poolWithoutConnectionsIsNotTheDatabaseUnlessItConnects() {
        assertThat(place(above(
                                SPRING_JDBC,
                                "jdk.internal.misc.Unsafe.park",
                                "com.zaxxer.hikari.util.ConcurrentBag.borrow",
                                "com.zaxxer.hikari.pool.HikariPool.getConnection"))
                        .kind())
                .isEqualTo(Kind.CONNECTION);
        assertThat(place(above(
                                SPRING_JDBC,
                                "sun.nio.ch.Net.poll",
                                "com.zaxxer.hikari.pool.PoolBase.newConnection",
                                "com.zaxxer.hikari.pool.HikariPool.getConnection"))
                        .kind())
                .isEqualTo(Kind.DATABASE);
    }

    @Test
    void dataSourceOfTheApplicationIsTheDatabase() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "java.util.concurrent.CountDownLatch.await",
                        "com.acme.SlowSource.pass",
                        "com.acme.SlowSource.getConnection")))
                .isEqualTo(new Place(Kind.DATABASE, "com.acme.Store.save(Store.java:7)"));
        assertThat(place(above(
                                SPRING_JDBC,
                                "com.acme.Handler.invoke",
                                "jdk.proxy2.$Proxy33.executeUpdate",
                                "com.zaxxer.hikari.pool.ProxyPreparedStatement.executeUpdate"))
                        .kind())
                .isEqualTo(Kind.DATABASE);
    }

    @Test
    void triggerOfTheApplicationIsTheDatabase() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "java.util.concurrent.locks.ReentrantLock.lock",
                        "com.acme.AuditTrigger.fire",
                        "org.h2.schema.TriggerObject.fireRow",
                        "org.h2.jdbc.JdbcPreparedStatement.executeUpdate")))
                .isEqualTo(new Place(Kind.DATABASE, "com.acme.Store.save(Store.java:7)"));
    }

    @Test
    void functionOfTheApplicationInADatabaseIsTheDatabase() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "java.util.concurrent.CountDownLatch.await",
                        "com.acme.Functions.rate",
                        "jdk.internal.reflect.NativeMethodAccessorImpl.invoke0",
                        "jdk.internal.reflect.NativeMethodAccessorImpl.invoke",
                        "jdk.internal.reflect.DelegatingMethodAccessorImpl.invoke",
                        "java.lang.reflect.Method.invoke",
                        "org.h2.schema.FunctionAlias$JavaMethod.execute",
                        "org.h2.jdbc.JdbcPreparedStatement.executeQuery")))
                .isEqualTo(new Place(Kind.DATABASE, "com.acme.Store.save(Store.java:7)"));
    }

    @Test
    void mockOfADataSourceIsTheDatabase() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "java.util.concurrent.CountDownLatch.await",
                        "com.acme.StoreTests.lambda$hang$0",
                        "org.mockito.internal.stubbing.StubbedInvocationMatcher.answer",
                        "org.mockito.internal.handler.MockHandlerImpl.handle",
                        "org.mockito.internal.handler.NullResultGuardian.handle",
                        "org.mockito.internal.handler.InvocationNotifierHandler.handle",
                        "org.mockito.internal.creation.bytebuddy.MockMethodInterceptor.doIntercept",
                        "org.mockito.internal.creation.bytebuddy.MockMethodInterceptor.doIntercept",
                        "org.mockito.internal.creation.bytebuddy.MockMethodInterceptor$Defaulting.interceptAbstract",
                        "org.mockito.codegen.DataSource$MockitoMock$123.getConnection",
                        "org.springframework.jdbc.datasource.DataSourceUtils.fetchConnection")))
                .isEqualTo(new Place(Kind.DATABASE, "com.acme.Store.save(Store.java:7)"));
    }

    @Test
    void rowMapperThatWaitsIsNotTheDatabase() {
        assertThat(place(above(
                        SPRING_JDBC,
                        "sun.nio.ch.NioSocketImpl.implRead",
                        "com.acme.Rates.fetch",
                        "com.acme.Store.mapRow",
                        "org.springframework.jdbc.core.RowMapperResultSetExtractor.extractData")))
                .isEqualTo(new Place(Kind.NETWORK, "com.acme.Rates.fetch(Rates.java:7)"));
    }

    @Test
    void networkAndFutures() {
        assertThat(place(
                                "jdk.internal.misc.Unsafe.park",
                                "java.util.concurrent.CompletableFuture.waitingGet",
                                "jdk.internal.net.http.HttpClientImpl.send",
                                "com.acme.Rates.fetch")
                        .kind())
                .isEqualTo(Kind.NETWORK);
        assertThat(place(
                                "java.util.concurrent.CompletableFuture.waitingGet",
                                "io.threadlets.ThreadletFuture.join",
                                "com.acme.Rates.all")
                        .kind())
                .isEqualTo(Kind.FUTURE);
        assertThat(place("java.lang.Thread.sleep", "com.acme.Rates.wait").kind())
                .isEqualTo(Kind.OTHER);
    }

    @Test
    void withoutAStackNothingIsKnown() {
        assertThat(place()).isEqualTo(new Place(Kind.OTHER, null));
    }
}
