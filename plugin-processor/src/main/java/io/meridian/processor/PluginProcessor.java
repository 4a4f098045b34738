package io.meridian.processor;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Turns the annotation of a plugin's class into {@code META-INF/meridian/plugin.yaml}, its manifest, and
 * {@code META-INF/meridian/grants-request.txt}, what it asks to be granted. With javac it also looks into the class: a
 * topic that is used there and not declared fails the compilation.
 *
 * <p>It sees topics that are constants of the language, wherever they stand, and those put together from constants and
 * parts that are only known at run time. What comes out of a variable it does not see; the sidecar refuses that.
 */
public final class PluginProcessor extends AbstractProcessor {
    /** Where the manifest is found in a plugin's jar. */
    static final String MANIFEST = "META-INF/meridian/plugin.yaml";

    static final String GRANTS_REQUEST = "META-INF/meridian/grants-request.txt";
    private static final String ANNOTATION = "io.meridian.sdk.annotation.MeridianPlugin";

    private TopicCheck topicCheck;
    private TypeElement plugin;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(ANNOTATION);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        try {
            topicCheck = new TopicCheck(Trees.instance(environment));
            JavacTask.instance(environment).addTaskListener(topicCheck);
        } catch (IllegalArgumentException noJavac) {
            // Another compiler: the manifest is written all the same, and the sidecar refuses what is not declared.
            topicCheck = null;
        }
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                take((TypeElement) element);
            }
        }
        return false;
    }

    private void take(TypeElement type) {
        Messager messager = processingEnv.getMessager();
        Problems problems = new Problems() {
            @Override
            void report(Element element, AnnotationMirror annotation, String text) {
                messager.printMessage(Diagnostic.Kind.ERROR, text, element, annotation);
            }
        };
        AnnotationMirror annotation = annotation(type, ANNOTATION);
        if (plugin != null) {
            problems.add(
                    type,
                    annotation,
                    type.getSimpleName() + " is a second plugin beside " + plugin.getSimpleName()
                            + ": a module has one manifest. Move one of them to a module of its own.");
            return;
        }
        plugin = type;
        PluginFacts facts = new AnnotationReader(processingEnv.getElementUtils(), problems).read(type, annotation);
        if (problems.any()) {
            return;
        }
        write(MANIFEST, ManifestText.manifest(facts), type);
        write(GRANTS_REQUEST, ManifestText.grants(facts), type);
        if (topicCheck != null) {
            topicCheck.add(facts);
        }
    }

    private void write(String name, String text, TypeElement origin) {
        try (Writer out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", name, origin)
                .openWriter()) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name + ": " + e.getMessage(), e);
        }
    }

    /** The annotation of this name, or null. */
    static AnnotationMirror annotation(Element element, String name) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (((TypeElement) mirror.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals(name)) {
                return mirror;
            }
        }
        return null;
    }
}
