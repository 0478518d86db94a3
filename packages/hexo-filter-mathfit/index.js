'use strict';

// Hexo gives a plugin `hexo`, and loads the packages of a blog whose names begin with `hexo-`.
require('mathfit/hexo')(hexo);
