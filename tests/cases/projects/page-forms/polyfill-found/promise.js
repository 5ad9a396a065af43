window.URL = window.URL || window.webkitURL; window.console = window.console || { log: function () {} };
