package io.threadlets.spring.advice;

import io.threadlets.spring.queue.Frames;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread stands: what the libraries are about that it is in, and the frame of the application that called them.
 *
 * @param kind what it waits for, as far as the frames tell
 * @param at that frame; null without a stack
 */
record Place(Kind kind, @Nullable String at) {
    /** What a thread may wait for, the more telling first. */
    enum Kind {
        /** A connection of a pool. */
        CONNECTION,
        /** An answer of a database. */
        DATABASE,
        /** An answer over the network. */
        NETWORK,
        /** A future. */
        FUTURE,
        /** Anything else, or nothing. */
        OTHER
    }

    /** What is not in the application. */
    static final Set<Kind> ELSEWHERE = EnumSet.of(Kind.CONNECTION, Kind.DATABASE, Kind.NETWORK);

    private static final Set<String> POOLS = Set.of(
            "com.zaxxer.hikari.pool.HikariPool.getConnection",
            "com.zaxxer.hikari.util.ConcurrentBag.borrow",
            "org.apache.tomcat.jdbc.pool.ConnectionPool.borrowConnection",
            "org.apache.commons.pool2.impl.GenericObjectPool.borrowObject",
            "com.mchange.v2.resourcepool.BasicResourcePool.awaitAvailable",
            "io.agroal.pool.ConnectionPool.getConnection");

    /** Pools in which a thread that asks for a connection makes it itself. */
    private static final Set<String> CONNECTING = Set.of(
            "com.zaxxer.hikari.pool.PoolBase.newConnection",
            "com.zaxxer.hikari.util.DriverDataSource.getConnection",
            "org.apache.tomcat.jdbc.pool.PooledConnection.connect",
            "org.apache.commons.pool2.impl.GenericObjectPool.create",
            "java.sql.DriverManager.getConnection");

    /** What calls drivers. */
    private static final Set<String> CALLERS = Set.of(
            "java.sql.",
            "com.zaxxer.hikari.pool.Proxy",
            "com.zaxxer.hikari.pool.HikariProxy",
            "org.springframework.jdbc.",
            "org.hibernate.engine.jdbc.",
            "org.hibernate.resource.jdbc.",
            "org.hibernate.sql.");

    private static final Set<String> NETWORKS = Set.of(
            "sun.nio.ch.NioSocketImpl.",
            "sun.nio.ch.SocketDispatcher.",
            "sun.nio.ch.SocketChannelImpl.",
            "java.net.Socket",
            "java.net.InetAddress.",
            "java.net.Inet4AddressImpl.",
            "java.net.Inet6AddressImpl.",
            "sun.net.www.",
            "jdk.internal.net.http.");

    private static final Set<String> FUTURES = Set.of(
            "java.util.concurrent.CompletableFuture.waitingGet",
            "java.util.concurrent.CompletableFuture.timedGet",
            "java.util.concurrent.FutureTask.awaitDone");

    /** What the interfaces of {@code java.sql} do that may wait for the database. */
    private static final Set<String> SQL_METHODS = Set.of(
            "getConnection",
            "connect",
            "createStatement",
            "prepareStatement",
            "prepareCall",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "executeBatch",
            "executeLargeBatch",
            "next",
            "commit",
            "rollback",
            "setAutoCommit",
            "isValid",
            "close");

    /** So many frames may be between: handlers of proxies and functions in databases are called in a roundabout way. */
    private static final int FRAMES_BETWEEN = 12;

    /** @param stack innermost frame first */
    static Place of(List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return new Place(Kind.OTHER, null);
        }
        int inner = 0;
        while (inner < stack.size()) {
            final int sql = isTheApplications(stack.get(inner)) ? ofSql(stack, inner) : inner;
            if (sql < 0) {
                break;
            }
            inner = sql + 1;
        }
        final List<StackTraceElement> libraries = stack.subList(0, inner);
        final List<StackTraceElement> rest = inner < stack.size() ? stack.subList(inner, stack.size()) : stack;
        return new Place(
                kind(libraries),
                Frames.tellingOne(rest.toArray(StackTraceElement[]::new)).orElse(null));
    }

    private static Kind kind(List<StackTraceElement> frames) {
        if (any(frames, Place::isConnecting)) {
            return Kind.DATABASE;
        }
        if (any(frames, frame -> POOLS.contains(method(frame)))) {
            return Kind.CONNECTION;
        }
        if (any(frames, Place::isDatabase)) {
            return Kind.DATABASE;
        }
        if (any(frames, frame -> NETWORKS.stream().anyMatch(method(frame)::startsWith))) {
            return Kind.NETWORK;
        }
        return any(frames, frame -> FUTURES.contains(method(frame))) ? Kind.FUTURE : Kind.OTHER;
    }

    private static boolean any(List<StackTraceElement> frames, Predicate<StackTraceElement> test) {
        return frames.stream().anyMatch(test);
    }

    private static boolean isConnecting(StackTraceElement frame) {
        return CONNECTING.contains(method(frame));
    }

    private static boolean isDatabase(StackTraceElement frame) {
        return isDriver(frame) || CALLERS.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static boolean isDriver(StackTraceElement frame) {
        return Frames.isDriver(frame.getClassName());
    }

    private static boolean isTheApplications(StackTraceElement frame) {
        return Frames.isTheApplications(frame.getClassName());
    }

    /**
     * Of an application's own data source, driver or wrapper the outermost frame, where it is what code for databases
     * has called, and of what the database itself has called, as a trigger or a function; -1 if this frame is none.
     * What that code calls otherwise, as a row mapper, is none.
     */
    private static int ofSql(List<StackTraceElement> stack, int frame) {
        for (int i = frame; i + 1 < stack.size() && i < frame + FRAMES_BETWEEN; i++) {
            final StackTraceElement callee = stack.get(i);
            if (isDriver(stack.get(i + 1))) {
                return i;
            }
            final boolean isTheirs =
                    isTheApplications(callee) || callee.getClassName().contains("$Proxy");
            if (isTheirs && SQL_METHODS.contains(callee.getMethodName()) && mayCallSql(stack.get(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean mayCallSql(StackTraceElement frame) {
        return isDatabase(frame) || isConnecting(frame);
    }

    private static String method(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
