// On every page: htmx, and what small behaviours of ours need scripting.
import 'htmx.org';
import './page.css';
import './copy';
import './submit-once';
import './live';
import './list-keys';
import './ticked';
