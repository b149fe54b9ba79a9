/// <reference path="events.d.ts" />
/// <reference path="globals.d.ts" />
/// <reference path="infrastructure.d.ts" />
