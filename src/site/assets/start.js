import { enliven } from './reader.js';

enliven(document.querySelector('main'));
