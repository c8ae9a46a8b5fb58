#!/usr/bin/env node
// npm links what is there when it installs; in a clone that is before the first build.
import '../dist/bin.js'
