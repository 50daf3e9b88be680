package stemma.it;

import java.nio.file.Path;

/** Unlike repositories whose truth is known, each with a history of its own. */
final class SurveyedRepositories {
    private static final String PLUGINS = """
            <build><plugins>
            <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
            <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
            <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
            </plugins></build>
            """;

    private SurveyedRepositories() {}

    /** A Java library with a JUnit test of two that pass and one that is switched off; under Apache-2.0. */
    static Path maven(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("README.md", "# Ledgerette\n\nLedgerette adds up the entries of small account books.\n")
                .file("LICENSE", """
                        Apache License
                        Version 2.0, January 2004
                        """)
                .file("pom.xml", pom("org.junit.jupiter", "junit-jupiter", "6.1.3"))
                .file("src/main/java/books/Book.java", """
                        package books;

                        /** An account book. */
                        public final class Book {
                            private long cents;

                            public Book add(long more) {
                                cents += more;
                                return this;
                            }

                            public long total() {
                                return cents;
                            }
                        }
                        """)
                .commit("Add up")
                .file("src/test/java/books/BookTest.java", """
                        package books;

                        import static org.junit.jupiter.api.Assertions.assertEquals;

                        import org.junit.jupiter.api.Disabled;
                        import org.junit.jupiter.api.Test;

                        class BookTest {
                            @Test
                            void adds() {
                                assertEquals(5, new Book().add(2).add(3).total());
                            }

                            @Test
                            void isEmptyAtFirst() {
                                assertEquals(0, new Book().total());
                            }

                            @Test
                            @%s("later")
                            void divides() {}
                        }
                        """.formatted("Disabled"))
                .commit("Test it")
                .file(
                        "pom.xml",
                        pom("org.junit.jupiter", "junit-jupiter", "6.1.3").replace("<version>1<", "<version>2<"))
                .commit("Second version")
                .folder();
    }

    /** A Java library with a dependency that no cache holds. */
    static Path mavenThatNeedsDownload(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("pom.xml", pom("stemma.peer", "a-library-that-nobody-has-cached", "0.8.15"))
                .file("src/main/java/books/Book.java", "package books;\n\npublic final class Book {}\n")
                .commit("Begin")
                .folder();
    }

    private static String pom(String group, String artifact, String version) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>books</groupId><artifactId>ledgerette</artifactId><version>1</version>
                <licenses><license><name>Apache-2.0</name></license></licenses>
                <properties><maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
                <dependencies><dependency><groupId>%s</groupId><artifactId>%s</artifactId>
                <version>%s</version><scope>test</scope></dependency></dependencies>
                """.formatted(group, artifact, version) + PLUGINS + "</project>\n";
    }

    /** A JavaScript tool of which one test of three fails; under MIT. */
    static Path npm(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("README.md", "# Slug\n\nSlug turns titles into short names for addresses.\n")
                .file("package.json", """
                        {
                          "name": "slug", "version": "1.2.0", "license": "MIT", "type": "module",
                          "scripts": { "test": "node --test" }
                        }
                        """)
                .file("slug.js", "export const slug = (title) => title.toLowerCase().replaceAll(' ', '-');\n")
                .commit("Lower case")
                .file("slug.test.js", """
                        import test from 'node:test';
                        import assert from 'node:assert';
                        import { slug } from './slug.js';
                        test('lower case', () => assert.equal(slug('Hello'), 'hello'));
                        test('spaces', () => assert.equal(slug('a b'), 'a-b'));
                        test('umlauts', () => assert.equal(slug('Größe'), 'groesse'));
                        """)
                .commit("Ask for umlauts")
                .file("slug.js", """
                        const dashed = (text) => text.replaceAll(' ', '-');
                        export const slug = (title) => dashed(title.toLowerCase());
                        """)
                .commit("Name the dash")
                .folder();
    }

    /** A JavaScript tool with a dependency that no cache holds. */
    static Path npmThatNeedsDownload(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("package.json", """
                        {
                          "name": "needy", "version": "1.0.0",
                          "scripts": { "test": "node --test", "build": "node build.js" },
                          "dependencies": { "a-package-that-nobody-has-cached-0815": "9.9.9" }
                        }
                        """)
                .file("build.js", "console.log('built');\n")
                .commit("Begin")
                .folder();
    }

    /** A Python package whose four tests pass; under BSD-3-Clause, with a risky line. */
    static Path python(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("README.rst", "Tally\n=====\n\nTally counts the words of plain texts.\n")
                .file("pyproject.toml", """
                        [project]
                        name = "tally"
                        version = "0.3"
                        license = "BSD-3-Clause"
                        dependencies = []
                        """)
                .file("src/tally/__init__.py", """
                        def words(text):
                            return len(text.split())


                        def formula(text):
                            return eval(text)
                        """)
                .commit("Count")
                .file("tests/test_tally.py", """
                        import unittest

                        from tally import formula, words


                        class TallyTest(unittest.TestCase):
                            def test_none(self):
                                self.assertEqual(words(""), 0)

                            def test_some(self):
                                self.assertEqual(words("a b  c"), 3)

                            def test_lines(self):
                                self.assertEqual(words("a\\nb"), 2)

                            def test_formula(self):
                                self.assertEqual(formula("1+1"), 2)
                        """)
                .commit("Test")
                .folder();
    }

    /** A C program that does not compile, so that its tests cannot run. */
    static Path make(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("README", "Clock prints the time of day.\n")
                .file("Makefile", "clock: clock.c\n\tcc -o clock clock.c\n\ntest: clock\n\t./clock\n\n.PHONY: test\n")
                .file("clock.c", """
                        #include <stdio.h>

                        int main(void) {
                            printf("noon\\n");
                            return 0;
                        }
                        """)
                .commit("Print noon")
                .file("clock.c", """
                        #include <stdio.h>

                        int main(void) {
                            printf("noon\\n")
                            return 0;
                        }
                        """)
                .commit("Drop a semicolon")
                .folder();
    }

    /** A Rust library, which needs Cargo. */
    static Path cargo(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("Cargo.toml", """
                        [package]
                        name = "halves"
                        version = "0.1.0"
                        license = "MIT OR Apache-2.0"

                        [dependencies]
                        """)
                .file("src/lib.rs", "pub fn half(n: u32) -> u32 {\n    n / 2\n}\n")
                .commit("Begin")
                .folder();
    }

    /** A Java library that is built by Gradle, without a wrapper. */
    static Path gradle(Path folder) throws Exception {
        return new GitRepository(folder)
                .file("settings.gradle", "rootProject.name = 'thirds'\n")
                .file("build.gradle", "plugins { id 'java-library' }\n")
                .file("src/main/java/Third.java", "final class Third {}\n")
                .commit("Begin")
                .folder();
    }
}
