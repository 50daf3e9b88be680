package stemma.mind.survey;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that can be built on its own.
 *
 * @param system what builds it
 * @param folder relative to the surveyed one; empty for that itself
 * @param manifest path of the file that says so
 */
record Project(BuildSystem system, String folder, String manifest) {
    /** The most projects of one repository that are built and tested. */
    static final int PROJECTS_MAX = 6;
    /** Projects deeper than this are examples, fixtures, or parts of one above. */
    static final int DEPTH_MAX = 3;

    /** How it is called in a report: {@code Maven}, {@code npm in console}. */
    String title() {
        return folder.isEmpty() ? system.title() : system.title() + " in " + folder;
    }

    /**
     * The projects of a folder, those at the top first. A project inside another of the same system is
     * a part of it; a make file beside another build system only wraps it.
     */
    static List<Project> in(Census census) {
        List<Project> found = new ArrayList<>();
        for (BuildSystem system : BuildSystem.values()) {
            for (String manifest : system.manifests()) {
                census.named(manifest).forEach(file -> add(new Project(system, file.folder(), file.path()), found));
            }
        }
        if (found.stream().noneMatch(p -> p.system == BuildSystem.PYTHON)) {
            loosePython(census).ifPresent(found::add);
        }
        found.removeIf(p -> p.system == BuildSystem.MAKE && found.stream().anyMatch(o -> wraps(p, o)));
        found.sort((a, b) -> {
            int byDepth = Long.compare(depth(a.folder), depth(b.folder));
            return byDepth != 0 ? byDepth : a.system.compareTo(b.system);
        });
        return List.copyOf(found.subList(0, Math.min(found.size(), PROJECTS_MAX)));
    }

    /** Every system that has a manifest anywhere. */
    static Set<BuildSystem> systems(Census census) {
        Set<BuildSystem> systems = EnumSet.noneOf(BuildSystem.class);
        in(census).forEach(p -> systems.add(p.system));
        return systems;
    }

    private static void add(Project project, List<Project> found) {
        boolean part = found.stream()
                .anyMatch(p -> p.system == project.system
                        && (p.folder.isEmpty()
                                || p.folder.equals(project.folder)
                                || project.folder.startsWith(p.folder + "/")));
        boolean fixture = project.folder.matches("(.*/)?(test|tests|testdata|fixtures?|examples?|samples?|resources"
                + "|__tests__|vendor|third_party)(/.*)?");
        if (!part && !fixture && depth(project.folder) <= DEPTH_MAX) {
            found.removeIf(p -> p.system == project.system && p.folder.startsWith(project.folder + "/"));
            found.add(project);
        }
    }

    private static boolean wraps(Project make, Project other) {
        return other.system != BuildSystem.MAKE && other.folder.equals(make.folder);
    }

    /** Python scripts without any manifest are still compiled and tested as such. */
    private static Optional<Project> loosePython(Census census) {
        return census.mainLanguage()
                .filter(share -> share.language().equals("Python"))
                .flatMap(share -> census.files().stream()
                        .filter(f -> f.language().equals("Python"))
                        .findFirst())
                .map(file -> new Project(BuildSystem.PYTHON, "", file.path()));
    }

    private static long depth(String folder) {
        return folder.isEmpty() ? 0 : 1 + Census.depth(folder);
    }
}
