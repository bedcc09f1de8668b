package io.threadlets.spring.readme.recipes;

/** Another system. */
interface PriceServer {
    String ask(String product);
}
