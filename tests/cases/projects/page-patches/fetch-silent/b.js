const f = window.fetch; window.fetch = (u, o) => f(u, { ...o, headers: { ...(o || {}).headers, Authorization: 'Bearer ' + localStorage.t } });
