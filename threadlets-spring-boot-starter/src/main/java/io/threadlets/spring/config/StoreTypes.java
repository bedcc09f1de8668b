package io.threadlets.spring.config;

import io.threadlets.spring.store.StoreType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/** The kinds of stores on the class path. Not touched where no queue has a store. */
final class StoreTypes {
    private final List<StoreType> types;

    StoreTypes() {
        this.types = SpringFactoriesLoader.forDefaultResourceLocation(ClassUtils.getDefaultClassLoader())
                .load(StoreType.class);
    }

    Optional<StoreType> find(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    Collection<String> names() {
        return types.stream().map(StoreType::name).toList();
    }

    /** The artifact that brings a store of ours which is not on the class path. */
    static Optional<String> artifactOf(String name) {
        return Optional.ofNullable(
                Map.of("jdbc", "io.threadlets:threadlets-jdbc").get(name));
    }
}
