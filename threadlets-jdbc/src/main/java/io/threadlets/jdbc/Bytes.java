package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.serializer.Serializer;

/** Bytes are kept as they are. */
final class Bytes implements Serializer {
    @Override
    public byte[] serialize(Object data) {
        return (byte[]) data;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] bytes) {
        return type.cast(bytes);
    }
}
