package io.meridian.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;

/** Takes what is wrong, and remembers whether anything was. */
abstract class Problems {
    private boolean any;

    void add(Element element, AnnotationMirror annotation, String text) {
        any = true;
        report(element, annotation, text);
    }

    boolean any() {
        return any;
    }

    abstract void report(Element element, AnnotationMirror annotation, String text);
}
