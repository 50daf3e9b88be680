package stemma.mind.plan;

import java.util.HashSet;
import java.util.Set;

/** What words mean to the templates: each concept is a set of words that are the same here. */
enum Concepts {
    SURVEY("survey examine inspect assess analyse analyze audit explore review study investigate scan"),
    ABOUT("overview about explain describe introduce understand walk look around inherit deal dealing kind good shape"
            + " health healthy quality what"),
    CODE("repository repo project codebase code base source tree folder directory workspace package software program"
            + " library checkout"),
    BUILD("build builds built building compile compiles compiled compiling compilable buildable"),
    TESTS("test tests testsuite suite unit specs"),
    RUN("run execute start try"),
    PASS("pass passes passing green red fail fails failing failed succeed work works broken status result ok state"),
    USE("use uses used usage usages user reference references referenced refer call calls called caller callers invoke"
            + " occur occurrence occurrences mention"),
    DEFINE("define defined definition declare declared declaration implement implemented"),
    SYMBOL("class method function symbol variable constant field type interface record identifier"),
    FIND("find list search locate detect discover show report identify inventory look give check display print ten"
            + " get tell see anything something"),
    DEPEND("dependency dependencies depend depends depended library libraries third party thirdparty packages modules"
            + " requirement requirements sbom bom"),
    LICENCE("licence license licences licenses licensed licensing gpl agpl lgpl mit apache copyleft spdx"),
    SUMMARISE("summarise summarize summary summaries gist tldr tl dr digest abstract condense outline short"),
    DOCUMENT("doc docs document documents documentation readme text texts manual manuals guide guides note notes"
            + " markdown paper papers changelog"),
    SAY("say says said written write content contain contains"),
    HYGIENE("hygiene whitespace crlf bom encoding encodings tidy untidy linebreak trailing indentation eol"),
    STILL("without static quick glance"),
    LINE("line lines"),
    LINE_END("ending endings end ends mixed byte order mark tab tabs space spaces odd"),
    FILE("file files filename filenames"),
    COMPARE("compare comparison diff differ differs different difference differences identical same equal versus vs"
            + " against"),
    LEDGER("ledger log chain merkle receipt receipts checkpoint"),
    VERIFY("verify check validate prove sound intact tamper tampered tampering consistent unbroken integrity untouched"
            + " correct altered anyone somebody"),
    COUNT("count number many much total loc sloc big size statistic statistics stats"),
    LANGUAGE("language languages java python javascript typescript rust go kotlin ruby php shell html css sql c++"
            + " scala"),
    LARGE("large largest larger big bigger biggest huge heavy heaviest space disk size sizes bytes"),
    DUPLICATE("duplicate duplicates duplicated copy copies twice redundant identical same"),
    TAKE("take takes taking eat occupy exist exists"),
    CHANGE("change changes changed commit commits committed modification modifications activity happen happened edit"
            + " edited update updates updated touched"),
    RECENT("recent recently latest last newest lately new yesterday week few history log"),
    HISTORY("history git"),
    MOST("most often frequently frequent hot spot spots hotspot hotspots churn churned"),
    RISK("risk risks risky dangerous danger security secure insecure unsafe safe vulnerability vulnerabilities"
            + " suspicious malicious threat"),
    SECRET("secret secrets password passwords credential credentials key keys token tokens leak leaked leaking api");

    private final String words;

    Concepts(String words) {
        this.words = words;
    }

    /** The stems of its words. */
    Set<String> stems() {
        Set<String> stems = new HashSet<>();
        for (String word : words.split(" ", -1)) {
            stems.add(Words.stem(word));
        }
        return stems;
    }
}
