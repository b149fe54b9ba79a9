package io.claimflow.spring.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application whose workflows are tested. */
@SpringBootApplication
class SliceApplication {

}
