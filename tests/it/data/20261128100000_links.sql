UPDATE accounts SET own = person WHERE platform = 'matrix';
