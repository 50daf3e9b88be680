package stemma.mind.survey;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises a licence by phrases that only its text has. Names are SPDX identifiers. */
final class Licences {
    private record Phrase(String spdx, List<String> all) {}

    private static final Pattern FILE =
            Pattern.compile("(?i)(licen[cs]e|copying|unlicense)([-_.].*)?(\\.(md|txt|rst))?");

    private static final List<Phrase> PHRASES = List.of(
            phrase("Apache-2.0", "apache license", "version 2.0"),
            phrase("AGPL-3.0", "gnu affero general public license", "version 3"),
            phrase("LGPL-3.0", "gnu lesser general public license", "version 3"),
            phrase("LGPL-2.1", "gnu lesser general public license", "version 2.1"),
            phrase("GPL-3.0", "gnu general public license", "version 3"),
            phrase("GPL-2.0", "gnu general public license", "version 2"),
            phrase("MPL-2.0", "mozilla public license", "2.0"),
            phrase("EPL-2.0", "eclipse public license", "2.0"),
            phrase("EPL-1.0", "eclipse public license", "1.0"),
            phrase("BSL-1.0", "boost software license"),
            phrase("CC0-1.0", "cc0 1.0 universal"),
            phrase("Unlicense", "this is free and unencumbered software released into the public domain"),
            phrase("ISC", "permission to use, copy, modify, and/or distribute this software for any purpose"),
            phrase("0BSD", "permission to use, copy, modify, and/or distribute", "zero-clause"),
            phrase("MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"),
            phrase("BSD-3-Clause", "redistribution and use in source and binary forms", "neither the name"),
            phrase("BSD-2-Clause", "redistribution and use in source and binary forms"),
            phrase("Zlib", "this software is provided 'as-is', without any express or implied warranty"));

    private Licences() {}

    private static Phrase phrase(String spdx, String... all) {
        return new Phrase(spdx, List.of(all));
    }

    /** Whether a file of that name holds a licence. */
    static boolean file(String name) {
        return FILE.matcher(name).matches();
    }

    /** The licence of a text, if it is one that is known. */
    static Optional<String> of(String text) {
        String flat = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return PHRASES.stream()
                .filter(p -> p.all.stream().allMatch(flat::contains))
                .map(Phrase::spdx)
                .findFirst();
    }

    /** Whether it asks of whoever distributes the work to publish source: worth a look before use. */
    static boolean copyleft(String licence) {
        return licence.toUpperCase(Locale.ROOT).matches(".*\\b[AL]?GPL.*|.*\\b(MPL|EPL|EUPL|CDDL|OSL|SSPL)\\b.*");
    }
}
