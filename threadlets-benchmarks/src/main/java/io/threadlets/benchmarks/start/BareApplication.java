package io.threadlets.benchmarks.start;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The least application: what Boot configures by itself, and nothing of its own. Started by {@link StartUp}; one class
 * file, which needs no other class of this module.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class BareApplication {
    /** The line that says that the application is ready. */
    static final String READY = "== ready";

    /** For the container. */
    public BareApplication() {}

    /**
     * Starts the application, says how that went, and ends it.
     *
     * @param args Spring Boot's
     */
    public static void main(String[] args) {
        final long begin = System.nanoTime();
        try (ConfigurableApplicationContext application = SpringApplication.run(BareApplication.class, args)) {
            final long nanos = System.nanoTime() - begin;
            System.out.println(READY); // before anything is counted, which takes time as well
            System.out.println(nanos);
            System.out.println(processorNanos());
            System.out.println(application.getBeanDefinitionCount());
            System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        }
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
