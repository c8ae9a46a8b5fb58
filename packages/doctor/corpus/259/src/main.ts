document.title = 'SSR'
