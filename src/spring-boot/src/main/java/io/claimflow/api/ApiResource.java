package io.claimflow.api;

import java.util.List;

/**
 * A resource of the API with its operations.
 */
interface ApiResource {

	List<ApiOperation> operations();

}
