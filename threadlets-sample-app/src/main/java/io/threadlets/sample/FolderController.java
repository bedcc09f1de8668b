package io.threadlets.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class FolderController {

    private final Folders folders;

    FolderController(Folders folders) {
        this.folders = folders;
    }

    @GetMapping("/folders")
    FolderList list(@RequestParam(defaultValue = ".") String path) {
        return folders.list(path);
    }
}
