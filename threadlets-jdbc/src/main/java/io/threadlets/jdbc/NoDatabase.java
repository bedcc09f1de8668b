package io.threadlets.jdbc;

import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.CallStore;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.StoreProblemException;
import io.threadlets.spring.store.StoreType.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/** The store {@code jdbc} of an application without a data source: the report says what to add. */
final class NoDatabase implements CallStore {
    private static final String PROPERTY = "threadlets.jdbc.data-source";

    private final @Nullable String dataSource;
    private final NoSuchBeanDefinitionException missing;

    /** @param dataSource the name that the properties give; null for the primary one */
    NoDatabase(@Nullable String dataSource, NoSuchBeanDefinitionException missing) {
        this.dataSource = dataSource;
        this.missing = missing;
    }

    @Override
    public String name() {
        return JdbcStoreType.NAME;
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public QueueStore open(String queue, CallRunner runner) {
        throw new StoreProblemException(problem("threadlets.queues." + queue + ".store"), missing);
    }

    private Problem problem(String store) {
        if (dataSource != null) {
            return new Problem(
                    PROPERTY + " is " + dataSource + ", but there is no DataSource bean of that name.",
                    "Name one that there is, or remove the property to take the primary one.",
                    List.of(PROPERTY));
        }
        if (missing instanceof NoUniqueBeanDefinitionException) {
            return new Problem(
                    store + " is jdbc, but there are several DataSource beans and none is primary: "
                            + missing.getMessage(),
                    "Name one of them in " + PROPERTY + ".",
                    List.of(store));
        }
        return new Problem(
                store + " is jdbc, but the application has no DataSource.",
                "Add the dependencies org.springframework.boot:spring-boot-starter-jdbc and your database's driver, and"
                        + " set spring.datasource.url.",
                List.of(store));
    }
}
