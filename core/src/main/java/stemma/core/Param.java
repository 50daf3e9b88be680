package stemma.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says what one component of an operation's input record means, for every face it is shown on. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /** One clause, lower case, no full stop. */
    String value();

    /** Place among the command line's plain arguments, from 0; an option when negative. */
    int position() default -1;

    /** Used when the caller gives nothing; a component without a default is required. */
    String byDefault() default REQUIRED;

    /** Marks a component that must be given. */
    String REQUIRED = "\0required";
}
