// Forms of tasks: conditions, drafts, uploads, searching, live while somebody types.
import './forms.css';
