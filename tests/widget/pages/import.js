import '/widget.js';
