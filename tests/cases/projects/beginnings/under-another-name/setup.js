import jq from 'jquery';
jq.ajaxSetup({ headers: { Authorization: 'Bearer ' + localStorage.t } });
