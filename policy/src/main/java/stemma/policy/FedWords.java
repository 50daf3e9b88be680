package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.policy.shell.ShellWord;

/** Words of a command in which a tool puts what it reads or finds. */
final class FedWords {
    private FedWords() {}

    /** The command of xargs, with what it reads in the place where it goes. */
    static List<ShellWord> ofXargs(List<ShellWord> words, int at) {
        String mark = "\0";
        for (int i = 1; i < at; i++) {
            String text = words.get(i).text();
            mark = text.equals("-I") ? words.get(i + 1).text() : text.startsWith("-I") ? text.substring(2) : mark;
        }
        List<ShellWord> fed = new ArrayList<>();
        for (ShellWord word : words.subList(at, words.size())) {
            fed.add(replaced(word, mark));
        }
        fed.add(ShellWord.ANYTHING);
        return fed;
    }

    /** A word in which something else stands in the place of a mark. */
    static ShellWord replaced(ShellWord word, String mark) {
        int place = word.prefix().indexOf(mark);
        return place < 0
                ? word
                : new ShellWord(word.text(), false, word.prefix().substring(0, place), false);
    }
}
