package io.threadlets.spring.readme.recipes;

/** Another system. */
interface MailServer {
    void send(String text);
}
