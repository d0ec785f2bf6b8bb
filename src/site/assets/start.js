import './reader.js';
