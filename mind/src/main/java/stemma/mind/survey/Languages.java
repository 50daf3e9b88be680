package stemma.mind.survey;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which language a file is in, by its name and, where the name says nothing, by its first line. */
final class Languages {
    private static final Pattern INTERPRETER =
            Pattern.compile("^#!\\s*\\S*?/(?:env\\s+(?:-\\S+\\s+)*)?([a-z]+)[0-9.]*\\b");
    private static final Map<String, String> BY_EXTENSION = new HashMap<>();
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("makefile", "Makefile"),
            Map.entry("gnumakefile", "Makefile"),
            Map.entry("dockerfile", "Dockerfile"),
            Map.entry("containerfile", "Dockerfile"),
            Map.entry("cmakelists.txt", "CMake"),
            Map.entry("rakefile", "Ruby"),
            Map.entry("gemfile", "Ruby"),
            Map.entry("jenkinsfile", "Groovy"),
            Map.entry(".bashrc", "Shell"),
            Map.entry(".profile", "Shell"));
    private static final Map<String, String> BY_INTERPRETER = Map.ofEntries(
            Map.entry("sh", "Shell"),
            Map.entry("bash", "Shell"),
            Map.entry("dash", "Shell"),
            Map.entry("zsh", "Shell"),
            Map.entry("ksh", "Shell"),
            Map.entry("python", "Python"),
            Map.entry("node", "JavaScript"),
            Map.entry("deno", "TypeScript"),
            Map.entry("perl", "Perl"),
            Map.entry("ruby", "Ruby"),
            Map.entry("php", "PHP"),
            Map.entry("awk", "Awk"),
            Map.entry("lua", "Lua"),
            Map.entry("make", "Makefile"),
            Map.entry("tclsh", "Tcl"));

    static {
        add("Java", "java");
        add("Kotlin", "kt kts");
        add("Scala", "scala sc");
        add("Groovy", "groovy");
        add("Gradle", "gradle");
        add("Clojure", "clj cljs cljc edn");
        add("C", "c h");
        add("C++", "cc cpp cxx hpp hh hxx");
        add("C#", "cs");
        add("Objective-C", "m mm");
        add("Go", "go");
        add("Rust", "rs");
        add("Zig", "zig");
        add("Swift", "swift");
        add("Dart", "dart");
        add("Python", "py pyi pyw");
        add("Ruby", "rb rake gemspec");
        add("PHP", "php");
        add("Perl", "pl pm t");
        add("Lua", "lua");
        add("R", "r");
        add("Julia", "jl");
        add("Haskell", "hs");
        add("OCaml", "ml mli");
        add("Elixir", "ex exs");
        add("Erlang", "erl hrl");
        add("JavaScript", "js mjs cjs jsx");
        add("TypeScript", "ts mts cts tsx");
        add("Vue", "vue");
        add("Svelte", "svelte");
        add("HTML", "html htm xhtml");
        add("CSS", "css scss sass less");
        add("Shell", "sh bash zsh ksh");
        add("PowerShell", "ps1 psm1");
        add("Batch", "bat cmd");
        add("SQL", "sql");
        add("Solidity", "sol");
        add("WebAssembly text", "wat wast");
        add("Assembly", "s asm");
        add("Makefile", "mk mak");
        add("CMake", "cmake");
        add("Nix", "nix");
        add("Terraform", "tf tfvars");
        add("Protocol Buffers", "proto");
        add("GraphQL", "graphql gql");
        add("Markdown", "md markdown");
        add("reStructuredText", "rst");
        add("AsciiDoc", "adoc asciidoc");
        add("TeX", "tex");
        add("Text", "txt text");
        add("JSON", "json json5 jsonl");
        add("YAML", "yml yaml");
        add("TOML", "toml");
        add("XML", "xml xsd xsl svg pom");
        add("Properties", "properties ini cfg conf");
    }

    private Languages() {}

    private static void add(String language, String extensions) {
        for (String extension : extensions.split(" ", -1)) {
            BY_EXTENSION.put(extension, language);
        }
    }

    /** The language of a file; empty where it is none that is known. */
    static String of(String name, String firstLine) {
        String lower = name.toLowerCase(Locale.ROOT);
        String named = BY_NAME.get(lower);
        if (named != null) {
            return named;
        }
        int dot = lower.lastIndexOf('.');
        String known = dot < 0 ? null : BY_EXTENSION.get(lower.substring(dot + 1));
        if (known != null) {
            return known;
        }
        Matcher interpreter = INTERPRETER.matcher(firstLine);
        return interpreter.find() ? BY_INTERPRETER.getOrDefault(interpreter.group(1), "") : "";
    }

    /** Whether people write programs in it, rather than prose, data or configuration. */
    static boolean program(String language) {
        return switch (language) {
            case "",
                    "Markdown",
                    "reStructuredText",
                    "AsciiDoc",
                    "TeX",
                    "Text",
                    "Makefile",
                    "CMake",
                    "Dockerfile",
                    "Gradle",
                    "JSON",
                    "YAML",
                    "TOML",
                    "XML",
                    "Properties",
                    "HTML" -> false;
            default -> true;
        };
    }

    /** Whether people read it as a document. */
    static boolean prose(String language) {
        return switch (language) {
            case "Markdown", "reStructuredText", "AsciiDoc", "TeX", "Text" -> true;
            default -> false;
        };
    }
}
