/** Queues of works that may block, and the threads that run them. */
module io.threadlets.core {
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.threadlets;
}
