package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.page.PageFiles;
import io.meridian.ui.problem.UiProblem;
import java.util.Optional;

/** The files of the pages. A path that is none of them is a page's own: it gets the same document, which knows what to show. */
final class PageCalls {
    private static final String DOCUMENT = "index.html";
    private static final String NOT_BUILT = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Meridian: the pages are not built</title></head>
        <body>
        <h1>The pages are not built</h1>
        <p>The gateway runs, and answers what is asked of it under /v1 and /ui. The pages are built with Node and npm:</p>
        <ol>
        <li>Install them (Debian: <code>sudo apt-get install nodejs npm</code>).</li>
        <li>Build again: <code>./launch_dev.sh</code> or <code>mvn package</code>.</li>
        </ol>
        <p>Whoever works on the pages shows a folder of their own: <code>meridian ui --web DIR</code>.</p>
        </body>
        </html>
        """;

    private final PageFiles files;

    PageCalls(PageFiles files) {
        this.files = files;
    }

    void show(Context context) {
        String path = context.req().getRequestURI().substring(1);
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean isFile = last.contains(".");
        String accepted = String.valueOf(context.header("Accept-Encoding"));
        Optional<PageFiles.PageFile> found = files.find(isFile ? path : DOCUMENT, accepted);
        context.header("Vary", "Accept-Encoding");
        if (found.isPresent()) {
            give(context, found.get());
        } else if (isFile) {
            throw UiProblem.missing("There is no such file.");
        } else {
            context.status(503).header("Cache-Control", "no-store");
            context.contentType("text/html; charset=utf-8").result(NOT_BUILT);
        }
    }

    private static void give(Context context, PageFiles.PageFile file) {
        context.header("Cache-Control", file.lasting() ? "public, max-age=31536000, immutable" : "no-cache");
        context.header("ETag", file.tag());
        if (file.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        if (!file.encoding().isEmpty()) {
            context.header("Content-Encoding", file.encoding());
        }
        context.disableCompression();
        context.contentType(file.type()).result(file.bytes());
    }
}
