token ||= localStorage.t;
