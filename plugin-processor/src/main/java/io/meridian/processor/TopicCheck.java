package io.meridian.processor;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;

/**
 * Looks into the classes of plugins once the compiler has resolved their names, since only then is it known which method
 * is called and what a constant's value is.
 */
final class TopicCheck implements TaskListener {
    private static final String SDK = "io.meridian.sdk";

    /** What the methods of the SDK's {@code Topics} give, by their name. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("data", "platform.data.%s.%s.%s"),
            Map.entry("instrument", "platform.data.instrument.%s.%s"),
            Map.entry("insight", "platform.signal.insight.%s.%s"),
            Map.entry("target", "platform.portfolio.target.%s"),
            Map.entry("orderCommand", "platform.oms.command.%s"),
            Map.entry("orderReview", "platform.oms.review.%s"),
            Map.entry("orderReport", "platform.oms.report.%s"),
            Map.entry("orderEvent", "platform.oms.event.%s"),
            Map.entry("executionCommand", "platform.ems.command.%s"),
            Map.entry("executionEvent", "platform.ems.event.%s"),
            Map.entry("venueCommand", "platform.ccm.%s.command"),
            Map.entry("venueEvent", "platform.ccm.%s.event"),
            Map.entry("venueSession", "platform.ccm.%s.session"),
            Map.entry("position", "platform.bor.position.%s"),
            Map.entry("cash", "platform.bor.cash.%s"),
            Map.entry("netAssetValue", "platform.bor.nav.%s"));

    private final Trees trees;
    private final Map<String, PluginFacts> plugins = new HashMap<>();

    TopicCheck(Trees trees) {
        this.trees = trees;
    }

    void add(PluginFacts plugin) {
        plugins.put(plugin.className(), plugin);
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() != TaskEvent.Kind.ANALYZE || event.getTypeElement() == null) {
            return;
        }
        TypeElement analyzed = event.getTypeElement();
        String name = analyzed.getQualifiedName().toString();
        for (PluginFacts plugin : plugins.values()) {
            // The event names the outermost class; a plugin may be a static class inside it.
            if (plugin.className().equals(name) || plugin.className().startsWith(name + "$")) {
                TreePath path = trees.getPath(analyzed);
                if (path != null) {
                    new Scanner(plugin, path.getCompilationUnit()).scan(path, null);
                }
            }
        }
    }

    private final class Scanner extends TreePathScanner<Void, Void> {
        private final PluginFacts plugin;
        private final CompilationUnitTree file;

        Scanner(PluginFacts plugin, CompilationUnitTree file) {
            this.plugin = plugin;
            this.file = file;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            Element called = trees.getElement(getCurrentPath());
            if (called instanceof ExecutableElement method && isOfSdk(method)) {
                Use use = Use.of(method.getSimpleName().toString());
                int at = topicParameter(method);
                if (use != null && at >= 0 && at < call.getArguments().size()) {
                    check(use, call.getArguments().get(at));
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        private boolean isOfSdk(ExecutableElement method) {
            for (Element owner = method; owner != null; owner = owner.getEnclosingElement()) {
                if (owner instanceof TypeElement type) {
                    String name = type.getQualifiedName().toString();
                    return name.startsWith(SDK + ".");
                }
            }
            return false;
        }

        /** The first parameter that is a text: the SDK puts the topic there. */
        private int topicParameter(ExecutableElement method) {
            List<? extends VariableElement> parameters = method.getParameters();
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).asType().toString().equals("java.lang.String")) {
                    return i;
                }
            }
            return -1;
        }

        private void check(Use use, ExpressionTree argument) {
            String used = text(new TreePath(getCurrentPath(), argument)).replaceAll("\\{[^.{}]*}", "\0");
            if (used.equals("\0") || plugin.topics(use).stream().anyMatch(each -> TopicShape.mayCover(each, used))) {
                return;
            }
            String problem = TopicShape.problem(used.replace('\0', 'x'));
            String why = problem != null
                    ? "Topic \"" + TopicShape.shown(used) + "\" is no topic: " + problem
                    : "Topic \"" + TopicShape.shown(used)
                            + "\" is used here and not declared, so the sidecar would refuse it."
                            + " Add it to the annotation of " + simpleName() + ": " + use.member() + " = \""
                            + used.replaceAll("[^.]*\0[^.]*", "*") + "\"" + declared(use);
            trees.printMessage(Diagnostic.Kind.ERROR, why, argument, file);
        }

        private String declared(Use use) {
            List<String> declared = plugin.topics(use);
            return declared.isEmpty() ? " (it declares none)" : " (it declares " + String.join(", ", declared) + ")";
        }

        private String simpleName() {
            return plugin.className().substring(plugin.className().lastIndexOf('.') + 1);
        }

        /** The value of an expression; what only a run can tell is the unknown character. */
        private String text(TreePath path) {
            Tree tree = path.getLeaf();
            return switch (tree) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case ParenthesizedTree inner -> text(new TreePath(path, inner.getExpression()));
                case BinaryTree sum
                when sum.getKind() == Tree.Kind.PLUS && isText(path) ->
                    text(new TreePath(path, sum.getLeftOperand())) + text(new TreePath(path, sum.getRightOperand()));
                case MethodInvocationTree call -> formatted(path, call);
                default ->
                    trees.getElement(path) instanceof VariableElement variable && variable.getConstantValue() != null
                            ? String.valueOf(variable.getConstantValue())
                            : "\0";
            };
        }

        private boolean isText(TreePath path) {
            return trees.getTypeMirror(path) != null
                    && trees.getTypeMirror(path).getKind() == TypeKind.DECLARED
                    && trees.getTypeMirror(path).toString().equals("java.lang.String");
        }

        /** {@code "a.%s".formatted(b)} and {@code String.format("a.%s", b)}: a template of the language. */
        private String formatted(TreePath path, MethodInvocationTree call) {
            Element called = trees.getElement(path);
            String named = called == null || !isOfSdk((ExecutableElement) called)
                    ? null
                    : NAMES.get(called.getSimpleName().toString());
            if (named != null) {
                return named(path, named, call.getArguments());
            }
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                String method = select.getIdentifier().toString();
                TreePath selected = new TreePath(path, select);
                if (method.equals("formatted")) {
                    return template(text(new TreePath(selected, select.getExpression())));
                }
                if (method.equals("format") && select.getExpression().toString().equals("String")) {
                    return template(text(new TreePath(path, call.getArguments().getFirst())));
                }
            }
            return "\0";
        }

        /** One of the SDK's own names of topics, with its arguments put in. */
        private String named(TreePath path, String template, List<? extends ExpressionTree> arguments) {
            String text = template;
            for (ExpressionTree argument : arguments) {
                text = text.replaceFirst("%s", Matcher.quoteReplacement(text(new TreePath(path, argument))));
            }
            return template(text);
        }

        private String template(String text) {
            return text.replaceAll("%[-0-9$,+ #(.]*[a-zA-Z]", "\0");
        }
    }
}
