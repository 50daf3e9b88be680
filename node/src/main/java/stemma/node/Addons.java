package stemma.node;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import stemma.store.StoreFailed;

/**
 * Finds what is not on the class path of every node. The start script says in {@code stemma.addons} where
 * the build laid them, one folder of jars each; a folder is opened only when settings ask for it. An addon
 * is a part of the build as any other, and trusted as much.
 */
final class Addons {
    private static final String PLACE = "stemma.addons";

    private Addons() {}

    /** The addon's implementation of a port; empty when this build has none. */
    static <T> Optional<T> find(Class<T> port, String addon) {
        Optional<T> near = ServiceLoader.load(port).findFirst();
        String place = System.getProperty(PLACE, "");
        return near.isPresent() || place.isEmpty() ? near : inFolder(port, Path.of(place, addon));
    }

    private static <T> Optional<T> inFolder(Class<T> port, Path folder) {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new StoreFailed("the addon in " + folder + " cannot be named: " + e.getMessage(), e);
        } catch (IOException e) {
            return Optional.empty();
        }
        // never closed: its classes are loaded as they are needed, as long as the node lives
        return ServiceLoader.load(port, new URLClassLoader(jars.toArray(new URL[0]), port.getClassLoader()))
                .findFirst();
    }
}
