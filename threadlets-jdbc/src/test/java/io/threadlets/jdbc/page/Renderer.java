package io.threadlets.jdbc.page;

/** Something that takes long. */
interface Renderer {
    void render(long orderId);

    void renderMonth(String month);
}
