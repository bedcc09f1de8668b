package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lets tests hold the threads that read files, as a disk does that does not answer. */
@TestConfiguration
class HeldHashing {

    @Bean
    Gate gate() {
        return new Gate();
    }

    @Bean
    @Primary
    FileHasher heldHasher(ScanRoot root, Gate gate) {
        return new HeldHasher(root, gate);
    }

    static class HeldHasher extends FileHasher {

        private final Gate gate;

        HeldHasher(ScanRoot root, Gate gate) {
            super(root);
            this.gate = gate;
        }

        @Override
        @Threadlet("disk")
        CompletableFuture<FileDigest> hash(Path file) throws IOException {
            gate.pass(file);
            return super.hash(file);
        }
    }

    /** Open unless it is closed. */
    static final class Gate {

        private static final int OPEN = 1_000_000;

        private final Queue<Path> entered = new ConcurrentLinkedQueue<>();
        private final Queue<Path> interrupted = new ConcurrentLinkedQueue<>();
        private volatile Semaphore admitted = new Semaphore(OPEN);

        void close() {
            entered.clear();
            interrupted.clear();
            admitted = new Semaphore(0);
        }

        void open() {
            admitted.release(OPEN);
        }

        /** Lets so many files pass. */
        void admit(int files) {
            admitted.release(files);
        }

        /** Files that a thread began to read. */
        Queue<Path> entered() {
            return entered;
        }

        /** Files whose thread was interrupted at the gate. */
        Queue<Path> interrupted() {
            return interrupted;
        }

        private void pass(Path file) throws IOException {
            entered.add(file);
            try {
                admitted.acquire();
            } catch (InterruptedException e) {
                interrupted.add(file);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted at the gate", e);
            }
        }
    }
}
